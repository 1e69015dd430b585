import type { NextConfig } from 'next';

const config: NextConfig = {
  poweredByHeader: false,
  // Packages that read files of their own cannot be bundled.
  serverExternalPackages: ['@electric-sql/pglite', 'pg-boss', 'pg', 'nodemailer'],
};

export default config;
