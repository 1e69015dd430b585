/** undici types its index alone; this is the module that its index exports `Pool` from. */
declare module 'undici/lib/dispatcher/pool.js' {
  export { Pool as default } from 'undici';
}
