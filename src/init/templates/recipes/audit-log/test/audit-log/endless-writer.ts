import { openAuditLog } from '../../src/audit-log/audit-log.ts';

/* Writes entries to a file until it is killed, and prints the number of each when it is written. */

const log = await openAuditLog(process.argv[2] ?? '');
let last = 0;

async function write(): Promise<never> {
  for (;;) {
    last += 1;
    const number = last;
    await log.append({ event: `Event.${number}` });
    console.log(number);
  }
}

await Promise.all(Array.from({ length: 20 }, write));
