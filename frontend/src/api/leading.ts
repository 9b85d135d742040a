/**
 * One tab of a browser does what need be done once (listen, send); when it closes, the next takes
 * over. By web locks, or, where browsers have none (no HTTPS), by a lease that must be renewed.
 */

const RENEWED_MS = 1_000;
const LEASE_MS = 3_500;

/** Runs `lead` once it is this tab's turn, until `signal` ends it. */
export function takeTurns(
  name: string,
  locks: LockManager | undefined,
  signal: AbortSignal,
  lead: (signal: AbortSignal) => void,
): void {
  if (locks === undefined) {
    leaseTurns(name, signal, lead);
    return;
  }
  const untilEnd = () =>
    new Promise<void>((done) => signal.addEventListener("abort", () => done()));
  locks
    .request(name, { signal }, () => {
      lead(signal);
      return untilEnd();
    })
    .catch(() => {
      // The tab left before its turn came: nothing to do.
    });
}

function leaseTurns(name: string, signal: AbortSignal, lead: (signal: AbortSignal) => void): void {
  const me = String(Math.random());
  let leading: AbortController | null = null;
  const renew = () => {
    const [holder, until] = (localStorage.getItem(name) ?? "").split(" ");
    const isFree = holder === me || Number(until ?? 0) < Date.now();
    if (isFree) localStorage.setItem(name, `${me} ${Date.now() + LEASE_MS}`);
    // Led only from the second look on: two tabs that took it at once see who was later.
    if (holder === me && leading === null) {
      leading = new AbortController();
      lead(leading.signal);
    } else if (!isFree) {
      leading?.abort();
      leading = null;
    }
  };
  const timer = setInterval(renew, RENEWED_MS);
  const end = () => {
    clearInterval(timer);
    leading?.abort();
    if (localStorage.getItem(name)?.startsWith(me)) localStorage.removeItem(name);
  };
  signal.addEventListener("abort", end);
  window.addEventListener("pagehide", end, { signal });
  renew();
}
