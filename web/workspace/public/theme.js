// Sets the chosen theme before the first paint, so that a dark page never flashes light.
// Reads only the one setting; preferences.ts writes it.
try {
  const theme = localStorage.getItem('antiphon.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden: the system's theme stands.
}
