import { parentPort, workerData } from 'node:worker_threads'
import { checkpointOnDemand } from '../journal/sqlite/checkpoint.ts'

checkpointOnDemand(workerData.path, parentPort as never)
