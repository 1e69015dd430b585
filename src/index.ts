export { type EventName, eventNames } from './core/events.ts';
export { sign, verifySignature } from './core/signature.ts';
