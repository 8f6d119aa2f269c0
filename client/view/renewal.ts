/** What became of the attempt to get a fresh token; `client/features/renewal/` makes it. */

/** `elsewhere`: the host redirects, refuses or shows another page. `unreachable`: no answer, or an error of the server. */
export type Renewal =
  | { readonly kind: "token"; readonly token: string }
  | { readonly kind: "elsewhere" }
  | { readonly kind: "unreachable" }
