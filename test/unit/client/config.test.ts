import { readConfig } from "../../../client/config.js"

describe("the configuration", () => {
  it("comes from the script tag, and from the defaults where it says nothing", () => {
    document.head.innerHTML = `<script data-live-config='{"socket":"/app/live/socket","development":true}'></script>`
    expect(readConfig(document)).toEqual({
      socket: "/app/live/socket",
      namespace: "/live/",
      prefix: "live-",
      development: true,
    })
  })

  it("is all defaults on a page without the tag", () => {
    document.head.innerHTML = ""
    expect(readConfig(document)).toMatchObject({ socket: "/live/socket", development: false })
  })
})
