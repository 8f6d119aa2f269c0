import { readConfig } from "../../../client/config.js"

describe("the configuration", () => {
  it("comes from the script tag, and from the defaults where it says nothing", () => {
    document.head.innerHTML = `<script data-live-config='{"socket":"/app/live/socket","development":true}'></script>`
    expect(readConfig()).toEqual({
      socket: "/app/live/socket",
      namespace: "/live/",
      prefix: "live-",
      development: true,
    })
  })

  it("is not taken from anything else, which an author of content may have put into the page", () => {
    document.head.innerHTML = ""
    document.body.innerHTML = `<p data-live-config='{"socket":"/evil","origin":"https://evil.example"}'></p>`
    expect(readConfig()).toMatchObject({ socket: "/live/socket" })
    expect(readConfig()).not.toHaveProperty("origin")
  })

  it("is all defaults on a page without the tag", () => {
    document.head.innerHTML = ""
    expect(readConfig()).toMatchObject({ socket: "/live/socket", development: false })
  })
})
