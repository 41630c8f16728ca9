// Nodes become objects with a value and a gradient, and each knows how to send its gradient on.

type GraphNode = [string, ...number[]];

class Cell {
  gradient = 0;
  send = (): void => {};
  constructor(readonly value: number) {}
}

function build(graph: GraphNode[]): Cell[] {
  const cells: Cell[] = [];
  for (const [operation, ...numbers] of graph) {
    const [a, b] = numbers.map((input) => cells[input]);
    cells.push(operation === 'leaf' ? new Cell(numbers[0]) : operations[operation](a, b));
  }
  return cells;
}

function cell(value: number, send: (gradient: number) => void): Cell {
  const made = new Cell(value);
  made.send = () => send(made.gradient);
  return made;
}

const operations: Record<string, (a: Cell, b: Cell) => Cell> = {
  add: (a, b) =>
    cell(a.value + b.value, (g) => {
      a.gradient += g;
      b.gradient += g;
    }),
  sub: (a, b) =>
    cell(a.value - b.value, (g) => {
      a.gradient += g;
      b.gradient -= g;
    }),
  mul: (a, b) =>
    cell(a.value * b.value, (g) => {
      a.gradient += g * b.value;
      b.gradient += g * a.value;
    }),
  tanh: (a) => {
    const y = Math.tanh(a.value);
    return cell(y, (g) => {
      a.gradient += g * (1 - y * y);
    });
  },
};

export const forward = (graph: GraphNode[]): number[] => build(graph).map(({ value }) => value);

export function backward(graph: GraphNode[], result: number, upstream: number): number[] {
  const cells = build(graph);
  cells[result].gradient = upstream;
  for (const one of [...cells].reverse()) one.send();
  return cells.map(({ gradient }) => gradient);
}
