/** How the web app is built: one chunk for each screen, and those parts that many screens share apart from them. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // What stands in for a hook that this React has itself.
  resolve: { alias: [{ find: /^use-sync-external-store\/shim$/, replacement: 'react' }] },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // Chunks are told apart by what they hold; a test measures what each screen loads.
    manifest: true,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What every screen needs is one file: it is zipped as a whole, and asked for at once.
            { name: 'shell', tags: ['$initial'] },
            // What places menus and hints is for these alone: small parts that others share too would else be put beside it.
            { name: 'floating', test: /node_modules[\\/]@floating-ui[\\/]/ },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:7740' } },
});
