/** undici has types only for its index; this is the module that the index exports `Pool` from. */
declare module 'undici/lib/dispatcher/pool.js' {
  export { Pool as default } from 'undici';
}
