import { defineConfig } from 'vitepress';
import { labelCells } from './label-cells.ts';

export default defineConfig({
  title: 'logto-hooks',
  description: 'The command line for Logto webhooks: listen, send, test.',
  lang: 'en-US',
  cleanUrls: true,
  // Contributors read these in the repository, where Mermaid diagrams and links to source files work.
  srcExclude: ['architecture.md', 'maintainers.md', 'skills/**'],
  markdown: { config: labelCells },
  head: [['meta', { name: 'theme-color', content: '#7958ff' }]],
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Get started', link: '/getting-started' },
      { text: 'Commands', link: '/reference' },
      { text: 'Events', link: '/events' },
    ],
    sidebar: [
      {
        text: 'Guides',
        items: [
          { text: 'Get started', link: '/getting-started' },
          { text: 'Install', link: '/installing' },
          { text: 'Receive webhooks locally', link: '/receiving' },
          { text: 'Test a receiver', link: '/testing' },
          { text: 'Scaffold a receiver', link: '/scaffolding' },
          { text: 'Work with a tenant', link: '/tenant' },
          { text: 'Coding agents', link: '/agents' },
        ],
      },
      {
        text: 'Deploy',
        items: [
          { text: 'Deploy a receiver', link: '/deploy/' },
          { text: 'Docker', link: '/deploy/docker' },
          { text: 'Vercel', link: '/deploy/vercel' },
          { text: 'Cloudflare Workers', link: '/deploy/cloudflare' },
          { text: 'AWS Lambda', link: '/deploy/aws-lambda' },
        ],
      },
      {
        text: 'Reference',
        items: [
          { text: 'Commands', link: '/reference' },
          { text: 'Events', link: '/events' },
          { text: 'Contract checks', link: '/checks' },
          { text: 'Configuration', link: '/configuration' },
          { text: 'Windows', link: '/windows' },
        ],
      },
      {
        text: 'Explained',
        items: [
          { text: 'What Logto really does', link: '/logto' },
          { text: 'Signatures', link: '/signatures' },
          { text: 'Troubleshooting', link: '/troubleshooting' },
          { text: 'Security', link: '/security' },
        ],
      },
    ],
  },
});
