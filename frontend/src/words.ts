// The words a script says come from the page, in the reader's language: `{% words retry=… %}` writes them as JSON.

type Words = Readonly<Record<string, string>>;

/** The JSON of the first `<script type="application/json" data-NAME>` that lies directly in `box`, or null. In a part of
 * the page that came later it is a `<template>` (see partial.ts). */
export function json<T>(box: ParentNode, name: string): T | null {
  const kinds = [`:scope > script[type="application/json"][data-${name}]`, `:scope > template[data-${name}]`];
  const holder = box.querySelector<HTMLScriptElement | HTMLTemplateElement>(kinds.join());
  if (!holder) return null;
  const text = holder instanceof HTMLTemplateElement ? holder.content.textContent : holder.textContent;
  return JSON.parse(text ?? "null") as T;
}

let shared: Words | null = null;

function page(): Words {
  shared ??= json<Words>(document.head, "words") ?? {};
  return shared;
}

/** The words of `box`, after those of the whole page. */
export function wordsOf(box: ParentNode): Words {
  return { ...page(), ...json<Words>(box, "words") };
}

/** One phrase of the page, `{name}` replaced by its value; the key itself when the page does not say it. */
export function say(words: Words, key: string, values: Record<string, string | number> = {}): string {
  const phrase = words[key] ?? page()[key] ?? key;
  return phrase.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The language of the page, for `Intl`. */
export function language(): string {
  return document.documentElement.lang || "en";
}

const numbers = new Map<string, Intl.NumberFormat>();

/** A number as the reader writes it. */
export function number(value: number, options: Intl.NumberFormatOptions = {}): string {
  const key = JSON.stringify(options);
  let format = numbers.get(key);
  if (!format) numbers.set(key, (format = new Intl.NumberFormat(language(), options)));
  return format.format(value);
}
