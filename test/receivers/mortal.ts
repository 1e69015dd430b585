import { createServer } from 'node:http';
import process from 'node:process';
import { good, receive } from './receiver.ts';

// A receiver for `--start`: it listens on PORT, and an uncaught error ends it.
createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', async () => {
    const signature = request.headers['logto-signature-sha-256']?.toString() ?? '';
    if (signature.length > 0 && signature.length < 64) {
      console.error('RangeError: Input buffers must have the same byte length');
      process.exit(1);
    }
    const header = (name: string) => request.headers[name]?.toString();
    const { method = '' } = request;
    const reply = await receive({ method, header, rawBody: Buffer.concat(chunks) }, good);
    response.writeHead(reply.status).end();
  });
}).listen(Number(process.env.PORT), '127.0.0.1', () => console.log('The receiver is listening.'));
