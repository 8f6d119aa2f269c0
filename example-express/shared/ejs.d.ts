/** EJS has no types of its own: what the examples use of it. */
declare module "ejs" {
  const ejs: {
    renderFile(path: string, values: object, options: { readonly cache: boolean }): Promise<string>
  }
  export default ejs
}
