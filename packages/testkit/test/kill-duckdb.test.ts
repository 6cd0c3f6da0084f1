import { killAtEveryFailpoint } from './kill-harness.ts';

killAtEveryFailpoint('duckdb');
