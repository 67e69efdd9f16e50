// Reads the public API: ten seconds at most, errors with the words the server gave.

const LIMIT = 10_000;

/** An answer that is not one: `status` 0 when nothing came; `code` and `hint` as the API writes them. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly hint = "",
  ) {
    super(message);
  }
}

interface Fault {
  error_code?: string;
  message?: string;
  hint?: string;
}

/** The answer at `address`, or ApiError; `signal` cancels, `limit` is in milliseconds. */
export async function fetchAnswer(address: string, signal?: AbortSignal, limit = LIMIT): Promise<Response> {
  const signals = [AbortSignal.timeout(limit), ...(signal ? [signal] : [])];
  let response: Response;
  try {
    response = await fetch(address, { signal: AbortSignal.any(signals), headers: { accept: "application/json, */*" } });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError(0, "Unreachable", String(cause));
  }
  if (response.ok) return response;
  const fault = (await response.json().catch(() => ({}))) as Fault;
  throw new ApiError(response.status, fault.error_code ?? "", fault.message ?? response.statusText, fault.hint);
}

/** The JSON at `address`, or ApiError. */
export async function fetchJson<T>(address: string, signal?: AbortSignal, limit = LIMIT): Promise<T> {
  return (await (await fetchAnswer(address, signal, limit)).json()) as T;
}
