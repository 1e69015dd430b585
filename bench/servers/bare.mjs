/** The baseline of the listeners: reads the body, checks its HMAC and responds. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const key = process.env.LOGTO_WEBHOOK_SIGNING_KEY;
const answer = '{"received":true}\n';

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const signature = createHmac('sha256', key).update(Buffer.concat(chunks)).digest();
    const given = Buffer.from(String(request.headers['logto-signature-sha-256']), 'hex');
    const isValid = given.length === signature.length && timingSafeEqual(given, signature);
    response.writeHead(isValid ? 200 : 401, {
      'content-type': 'application/json',
      'content-length': answer.length,
    });
    response.end(answer);
  });
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
