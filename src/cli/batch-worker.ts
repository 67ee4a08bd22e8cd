import { serveJobs } from '../batch/serve-jobs.ts';
import { selectChanges } from './select-changes.ts';

// The entry of the threads that read and plan the repositories of a batch.
serveJobs(selectChanges);
