// One polite voice for the whole page: what a screen reader hears after a change.

/** Announce `message` once the reader is free. */
export function announce(message: string): void {
  const region = document.getElementById("live");
  if (!region) return;
  region.textContent = "";
  setTimeout(() => (region.textContent = message), 60);
}
