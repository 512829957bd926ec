// Sets the theme that was chosen here before the first paint. A file of its own, since the content security policy allows no inline script.
try {
  const theme = localStorage.getItem("modeldex.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage is switched off: the theme of the system holds.
}
