export {
  type OpenTelemetryApi,
  type OpenTelemetryOptions,
  opentelemetry,
  opentelemetryRef,
} from './opentelemetry.ts'
