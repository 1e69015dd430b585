/** What any forwarder costs: checks the HMAC, passes the request on to the URL in the argument, and responds. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import process from 'node:process';
import { Pool } from 'undici';

const key = process.env.LOGTO_WEBHOOK_SIGNING_KEY;
const pool = new Pool(new URL(process.argv[2]).origin, { connections: 64 });
const ownHeaders = /^(?:connection|content-length)$/i;

async function forward({ url, rawHeaders, headers }, body, response) {
  const signature = createHmac('sha256', key).update(body).digest();
  const given = Buffer.from(String(headers['logto-signature-sha-256']), 'hex');
  if (given.length !== signature.length || !timingSafeEqual(given, signature)) {
    response.writeHead(401).end();
    return;
  }
  const kept = rawHeaders.filter((_, index) => !ownHeaders.test(rawHeaders[index - (index % 2)]));
  const answer = await pool.request({ path: url, method: 'POST', headers: kept, body });
  response.writeHead(answer.statusCode).end(Buffer.from(await answer.body.arrayBuffer()));
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => forward(request, Buffer.concat(chunks), response));
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
