import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A correct receiver. It writes its process ID, so that a test can see when it ends. */
const receiver = `
const { createHmac, timingSafeEqual } = require('node:crypto');
require('node:fs').writeFileSync('pid', String(process.pid));
console.log('Grüße: the receiver runs');
require('node:http').createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
    const body = Buffer.concat(chunks);
    const digest = createHmac('sha256', process.env.LOGTO_WEBHOOK_SIGNING_KEY).update(body).digest();
    const given = Buffer.from(String(request.headers['logto-signature-sha-256']), 'hex');
    const isValid = given.length === digest.length && timingSafeEqual(given, digest);
    if (request.method !== 'POST') return response.writeHead(405).end();
    if (!isValid) return response.writeHead(401).end();
    try { JSON.parse(body); } catch { return response.writeHead(400).end(); }
    response.end();
  });
}).listen(process.env.PORT, '127.0.0.1');
`;

/** A project with the receiver. */
export const files = {
  'receiver.cjs': receiver,
  'package.json': '{ "scripts": { "start": "node receiver.cjs" } }',
};
/** Returns the process ID of the receiver that runs in a project. */
export const pidIn = (cwd) => Number(readFileSync(path.join(cwd, 'pid'), 'utf8'));
