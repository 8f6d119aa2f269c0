/** Asks a server for a page as a browser does, and takes from it what its script would. */

import request from "supertest"
import type { LivePage } from "./live-server.js"

/** What {@link openPage} may say beside the path. */
export interface OpenOptions {
  /** The browser's cookie, where it has one. */
  readonly cookie?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A page with its first root. */
export async function openPage(
  url: string,
  path: string,
  { cookie, headers = {} }: OpenOptions = {},
): Promise<LivePage> {
  const sent = cookie === undefined ? headers : { ...headers, Cookie: `livemount=${cookie}` }
  const { text, headers: got } = await request(url).get(path).set(sent).expect(200)
  const [, view = "", token = "", templates = "", html = ""] =
    /data-live="([^"]*)" data-live-token="([^"]*)" data-live-templates="([^"]*)">([\s\S]*?)<\/div>/.exec(text) ?? []
  const made = /^livemount=([^;]*)/.exec(String(got["set-cookie"]))?.[1]
  return { view, token, cookie: made ?? cookie ?? "", templates: templates.split(" ").filter(Boolean), html }
}
