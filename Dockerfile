# The command-line tool in a container: docker run --rm IMAGE send PostSignIn --to https://example.com/webhook
FROM node:24-alpine AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build && npm pack --silent --ignore-scripts \
    && npm install --global --ignore-scripts --prefix /package ./logto-hooks-*.tgz

FROM node:24-alpine
COPY --from=build /package /usr/local
USER node
WORKDIR /work
ENTRYPOINT ["logto-hooks"]
