// How a notebook's page looks, by day and by night.

export const STYLE = `
:root { color-scheme: light dark; --code: light-dark(#f5f6f8, #23262b); --line: light-dark(#c9ced6, #4a4f57); }
body { margin: 0; font: 1rem/1.6 system-ui, sans-serif; }
main { max-width: 56rem; margin: 0 auto; padding: 1rem 1.2rem 4rem; }
pre, code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 0.9rem; }
pre { margin: 0.5rem 0; padding: 0.6rem 0.9rem; overflow-x: auto; line-height: 1.45; }
pre.source, .text pre { background: var(--code); border-radius: 6px; }
.text :not(pre) > code { background: var(--code); border-radius: 4px; padding: 0.1em 0.3em; }
.output { margin: 0.5rem 0 0.5rem 1rem; overflow-x: auto; }
.output pre { padding: 0; }
pre.output { padding: 0 0.2rem; }
pre.stderr, pre.error { border-left: 3px solid light-dark(#b3261e, #ff8a80); padding-left: 0.9rem; }
img { max-width: 100%; }
/* Charts are drawn for paper. */
.output > img { background: #fff; border-radius: 6px; }
.text table { border-collapse: collapse; display: block; overflow-x: auto; }
.text th, .text td { border-bottom: 1px solid var(--line); padding: 0.3rem 0.8rem; text-align: left; }
blockquote { margin: 1rem 0; padding-left: 1rem; border-left: 3px solid var(--line); }
details { margin: 0.5rem 0; }
summary { cursor: pointer; }
.katex-block { overflow-x: auto; text-align: center; }
`;
