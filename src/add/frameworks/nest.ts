import { authNote, envNote, type JavaScriptFramework } from './framework.ts';
import { eventSwitch, routeImports } from './node-code.ts';
import { server } from './servers.ts';

const addController = 'Add LogtoWebhookController to the controllers of your AppModule.';
const keepRawBody =
  "In main.ts, keep the raw body and raise the limit of 100 KB: NestFactory.create<NestExpressApplication>(AppModule, { rawBody: true }), then app.useBodyParser('json', { limit: '5mb', type: ['json', '+json'] }).";

export const nest: JavaScriptFramework = {
  ...server,
  title: 'NestJS',
  package: '@nestjs/core',
  routeFile: () => 'logto-webhook.controller',
  besideWiring: false,
  prefix: /\bsetGlobalPrefix\(\s*['"`]\/?([^'"`]+)/,
  wiring: [
    {
      file: /(?:^|\/)app\.module\.[jt]s$/,
      imported: 'LogtoWebhookController',
      isDone: (text) => text.includes('LogtoWebhookController'),
      anchors: [/(\bcontrollers:\s*\[)([^\]]*)\]/, /(@Module\(\{)()/],
      replace: ([, opening, names = '']) => {
        if (opening?.startsWith('@')) return `${opening}\n  controllers: [LogtoWebhookController],`;
        const others = names.trim() === '' ? '' : `${names.trimEnd().replace(/,$/, '')}, `;
        return `${opening}${others}LogtoWebhookController]`;
      },
      note: () => addController,
    },
    {
      importLine: "import type { NestExpressApplication } from '@nestjs/platform-express';",
      isDone: (text) => /\brawBody:\s*true\b/.test(text) && /\buseBodyParser\(/.test(text),
      anchors: [
        /((?:const|let) (\w+) = await NestFactory\.create)(?:<NestExpressApplication>)?\(\s*(\w+)(?:,\s*\{([^{}]*)\})?,?\s*\);?/,
      ],
      replace: ([, create, app, module, existing = '']) => {
        const others = existing
          .replace(/\brawBody:\s*\w+,?/, '')
          .replace(/,\s*$/, '')
          .trim();
        return `${create}<NestExpressApplication>(${module}, {
  rawBody: true,${others === '' ? '' : `\n  ${others},`}
});
// The largest payloads have several times the 100 KB that Nest accepts.
${app}.useBodyParser('json', { limit: '5mb', type: ['json', '+json'] });`;
      },
      note: () => keepRawBody,
    },
  ],
  notes: (text) => [...envNote(text), authNote('a global guard', 'the controller')],
  code: (parts) => `import {
  BadRequestException,
  Controller,
  Headers,
  HttpCode,
  Post,
  Req,
  UnauthorizedException,
} from '@nestjs/common';
${routeImports(parts.verifyFrom, parts.payloadsFrom)}
@Controller('${parts.route.slice(1)}')
export class LogtoWebhookController {
  @Post()
  @HttpCode(204)
  async receive(
    @Req() request: { rawBody?: Buffer },
    @Headers('logto-signature-sha-256') signature?: string,
  ): Promise<void> {
    const rawBody = request.rawBody ?? Buffer.alloc(0);
    if (!verifyLogtoSignature(rawBody, signature)) {
      throw new UnauthorizedException();
    }
    const payload = parseLogtoPayload(rawBody);
    if (!payload) throw new BadRequestException();
    await this.handleEvent(payload);
  }

  /**
   * Logto up to 1.42 does not retry, and waits 10 seconds: do slow work after
   * the response. Make it async to await something.
   */
  private handleEvent(payload: LogtoPayload): void | Promise<void> {
${eventSwitch(parts.events).replace(/^/gm, '  ').trimEnd()}
  }
}
`,
};
