// Put on other people's pages: each `<div data-parvis-embed="address" data-title="…">` becomes a frame that fits.
// No import: one small file at an address that never changes.
const frames = new Map<MessageEventSource | null, HTMLIFrameElement>();

for (const box of document.querySelectorAll<HTMLElement>("[data-parvis-embed]")) {
  const frame = document.createElement("iframe");
  frame.src = box.dataset.parvisEmbed!;
  frame.title = box.dataset.title ?? "";
  frame.loading = "lazy";
  frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-popups allow-downloads");
  frame.width = "100%";
  frame.height = box.dataset.height ?? "480";
  frame.style.border = "0";
  box.replaceChildren(frame);
  frames.set(frame.contentWindow, frame);
}

addEventListener("message", ({ source, origin, data }) => {
  const frame = frames.get(source);
  if (frame && origin === new URL(frame.src).origin && data?.type === "parvis:size" && data.v === 1)
    frame.height = `${Math.min(4000, Math.max(80, +data.height || 0))}`;
});
export {};
