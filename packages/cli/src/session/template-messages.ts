import type { MessageSink } from '@tfm/core';
import type { Output } from '../output/output.ts';

/** What macros say by `log` and `print`, under dbt's names of these events. */
export function templateMessages(output: Output): MessageSink {
  return (level, text) => {
    switch (level) {
      case 'debug':
        output.say({ name: 'JinjaLogDebug', code: 'I063', level, text });
        return;
      case 'info':
        output.say({ name: 'JinjaLogInfo', code: 'I062', level, text });
        return;
      case 'warning':
        output.say({ name: 'JinjaLogWarning', code: 'I061', level: 'warn', text });
    }
  };
}
