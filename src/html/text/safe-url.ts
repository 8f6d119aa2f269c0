/** Addresses that the author of a page vouches for. */

/** Made by {@link safeUrl}. */
export class SafeUrl {
  readonly url: string
  constructor(url: string) {
    this.url = url
  }

  toString(): string {
    return this.url
  }
}

/**
 * Takes an address as it is, in an attribute of `` html`…` ``: it is escaped, but not looked at. Without this a value that
 * begins an address is replaced by `about:blank#blocked` if it is a script (`javascript:`, `vbscript:`) or a document in
 * itself (`data:`, but for images where an image is shown). In nunjucks it is the filter `safe_url`.
 *
 * @example
 * ```ts
 * import { html, safeUrl } from "livemount"
 *
 * const link = html`<a download href="${safeUrl(`data:text/csv,${encodeURIComponent(csv)}`)}">Download</a>`
 * ```
 */
export function safeUrl(url: string): SafeUrl {
  return new SafeUrl(url)
}
