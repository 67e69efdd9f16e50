// Light, dark or as the system does. The server writes the stored choice, so nothing flashes; scripts only shorten the path.

export type Theme = "auto" | "light" | "dark";
const EVENT = "parvis:theme";
const YEAR = 365 * 24 * 3600;

function isTheme(value: string | undefined): value is Theme {
  return value === "auto" || value === "light" || value === "dark";
}

/** Follow the links of the theme menu without leaving the page. */
export function offerThemes(): void {
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-theme-choice]");
    const choice = link?.dataset.themeChoice;
    if (!link || !isTheme(choice) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(choice);
    for (const each of document.querySelectorAll<HTMLAnchorElement>("a[data-theme-choice]")) {
      if (each.dataset.themeChoice === choice) each.setAttribute("aria-current", "true");
      else each.removeAttribute("aria-current");
    }
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", tell);
}

function choose(choice: Theme): void {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `theme=${choice}; path=/; max-age=${YEAR}; samesite=lax${secure}`;
  if (choice === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
  tell();
}

function tell(): void {
  document.dispatchEvent(new CustomEvent(EVENT));
}

/** Call `redraw` each time the colours of the page change, until `signal` aborts. */
export function onTheme(redraw: () => void, signal: AbortSignal): void {
  document.addEventListener(EVENT, redraw, { signal });
}

/** Whether the page is dark now. */
export function isDark(): boolean {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

/** The colour a token has now, as `rgb(…)`: canvases and charts cannot read `var(--…)`. */
export function colour(token: string): string {
  const probe = document.createElement("i");
  probe.hidden = true;
  probe.style.color = `var(${token})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

/** The eight colours of categories, in their order. */
export function categories(): string[] {
  return [1, 2, 3, 4, 5, 6, 7, 8].map((rank) => colour(`--category-${rank}`));
}

/** The six steps of an ordered scale, least first. */
export function sequence(): string[] {
  return [1, 2, 3, 4, 5, 6].map((rank) => colour(`--sequence-${rank}`));
}

/** Whether the reader asked for less movement. */
export function isStill(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
