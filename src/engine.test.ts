import { describeEngineCases } from './testing/engine/describe-engine-cases.ts';

await describeEngineCases(0);
