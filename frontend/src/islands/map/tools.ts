// The buttons of the map: an icon with a name, 44 pixels wide.

const PATHS: Record<string, string> = {
  zoomIn: "M12 6v12M6 12h12",
  zoomOut: "M6 12h12",
  whole: "M4 9V4h5m6 0h5v5m0 6v5h-5m-6 0H4v-5",
  full: "M9 4v5H4m16 0h-5V4m0 16v-5h5M4 15h5v5",
  locate: "M12 17a5 5 0 1 0 0-10 5 5 0 0 0 0 10Zm0-14v4m0 10v4M3 12h4m10 0h4",
  rectangle: "M5 7h14v10H5z",
  polygon: "m5 9 8-5 6 7-4 8-8-2z",
  circle: "M12 19a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm0-7h5",
};

/** A button that does one thing. */
export function tool(name: string, label: string, act: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "map-tool";
  button.dataset.tool = name;
  button.title = label;
  button.setAttribute("aria-label", label);
  button.append(icon(name));
  button.addEventListener("click", act);
  return button;
}

function icon(name: string): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", width: "22", height: "22", "aria-hidden": "true", fill: "none" }))
    svg.setAttribute(key, value);
  const path = document.createElementNS(svg.namespaceURI!, "path");
  const drawn = { d: PATHS[name]!, stroke: "currentColor", "stroke-width": "1.8", "stroke-linejoin": "round", "stroke-linecap": "round" };
  for (const [key, value] of Object.entries(drawn)) path.setAttribute(key, value);
  svg.append(path);
  return svg;
}

/** An element with a class, some text, some children. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  className = "",
  ...content: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content);
  return made;
}
