import type { NextConfig } from 'next';

const config: NextConfig = {
  poweredByHeader: false,
  // These packages read files of their own, so they cannot be bundled.
  serverExternalPackages: ['@electric-sql/pglite', 'pg-boss', 'pg', 'nodemailer'],
};

export default config;
