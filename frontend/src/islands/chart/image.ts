// An SVG file of the page as a PNG, drawn in the browser.
import { fetchAnswer } from "../../http.ts";

const DENSITY = 2;

/** Save the SVG at `address` as a PNG under the same name. */
export async function image(address: string, signal: AbortSignal): Promise<void> {
  const answer = await fetchAnswer(address, signal);
  const named = /filename="([^"]+)\.svg"/.exec(answer.headers.get("content-disposition") ?? "")?.[1] ?? "chart";
  const text = await answer.text();
  const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(text) ?? [];
  const sized = text.replace("<svg ", `<svg width="${width}" height="${height}" `);
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(sized)}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Number(width) * DENSITY;
  canvas.height = Number(height) * DENSITY;
  canvas.getContext("2d")!.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
  if (blob) save(blob, `${named}.png`);
}

function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
