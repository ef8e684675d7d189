// Dark or light before the first paint, so that nothing flashes. Kept in a file of its own: the page allows no script inside it.
(() => {
  const kept = localStorage.getItem('rekindle-scheme');
  const dark = kept === 'dark' || (kept !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
