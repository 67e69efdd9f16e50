// The state of a view is in the address: back, reload, share and print reproduce it.

export type Changes = Record<string, string | string[] | null>;

/** The address of this page with these parameters changed; null or an empty text takes one away. */
export function changed(changes: Changes, base: string = location.href): URL {
  const url = new URL(base);
  for (const [name, value] of Object.entries(changes)) {
    url.searchParams.delete(name);
    for (const each of Array.isArray(value) ? value : [value ?? ""]) if (each) url.searchParams.append(name, each);
  }
  return url;
}

/** A choice of the reader: the back button undoes it. */
export function choose(changes: Changes): void {
  history.pushState(history.state, "", changed(changes));
}

/** A drag or a zoom: the address follows, the history does not grow. */
export function follow(changes: Changes): void {
  history.replaceState(history.state, "", changed(changes));
}
