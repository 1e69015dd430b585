/** A minimal app. `GET /` returns the number of requests and the milliseconds between first and last. */
import { createServer } from 'node:http';

let count = 0;
let first = 0;
let last = 0;

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.end(JSON.stringify({ count, elapsed: last - first }));
    count = 0;
    return;
  }
  request.resume();
  request.on('end', () => {
    last = performance.now();
    if (count++ === 0) first = last;
    response.end('ok');
  });
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
