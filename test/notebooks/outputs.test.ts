import { describe, expect, test } from 'vitest';
import { OutputCollector } from '../../tools/notebooks/outputs';

const display = (text: string, id?: string, update = false) =>
  ({
    type: 'display',
    data: { 'text/plain': text },
    metadata: {},
    ...(id === undefined ? {} : { id }),
    update,
  }) as const;

describe('the outputs of a cell', () => {
  test('a display that is updated changes everywhere, in earlier cells too', () => {
    const outputs = new OutputCollector();
    outputs.add(0, display('old', 'a'));
    outputs.add(1, display('middle', 'a'));
    outputs.add(2, display('new', 'a', true));
    const shown = [{ output_type: 'display_data', data: { 'text/plain': 'new' }, metadata: {} }];
    expect([0, 1, 2].map((cell) => outputs.outputs(cell))).toEqual([shown, shown, []]);
  });

  test('an update of nothing that was shown shows nothing', () => {
    const outputs = new OutputCollector();
    outputs.add(0, display('lost', 'b', true));
    expect(outputs.outputs(0)).toEqual([]);
  });

  test('clearing with wait lasts until something comes, and not into the next cell', () => {
    const outputs = new OutputCollector();
    outputs.stream(0, 'stdout', 'kept');
    outputs.add(0, { type: 'clear', wait: true });
    outputs.stream(1, 'stdout', 'other');
    expect(outputs.outputs(0)).toHaveLength(1);
    outputs.add(1, { type: 'clear', wait: true });
    outputs.result(1, { 'text/plain': '5' }, 2);
    expect(outputs.outputs(1)).toEqual([
      { output_type: 'execute_result', data: { 'text/plain': '5' }, metadata: {}, execution_count: 2 },
    ]);
  });

  test('a list that is cleared at once stays the same list', () => {
    const outputs = new OutputCollector();
    const list = outputs.outputs(0);
    outputs.stream(0, 'stderr', 'x');
    outputs.add(0, { type: 'clear', wait: false });
    outputs.error(0, { ename: 'E', evalue: 'v', traceback: ['E: v'] });
    expect(list).toEqual([{ output_type: 'error', ename: 'E', evalue: 'v', traceback: ['E: v'] }]);
  });
});
