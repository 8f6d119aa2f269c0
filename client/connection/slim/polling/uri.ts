/**
 * Stands in for `parse` of engine.io-client (build/esm/contrib/parseuri.js) and `decode` (build/esm/contrib/parseqs.js): every
 * browser of the target parses URLs and queries.
 *
 * Relied on there: of what is parsed `socket.js` reads `protocol` (without colon), `host` (without port), `port` ("" for the
 * scheme's own) and `query`; of `decode` it wants an object.
 */

export function parse(uri: string): { protocol: string; host: string; port: string; query: string } {
  const { protocol, hostname, port, search } = new URL(uri)
  return { protocol: protocol.slice(0, -1), host: hostname, port, query: search.slice(1) }
}

export function decode(query: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(query))
}
