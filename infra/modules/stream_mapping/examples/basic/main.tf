module "orders_to_pusher" {
  source = "../.."

  stream_arn        = "arn:aws:dynamodb:eu-central-1:123456789012:table/shop-dev-orders/stream/2026-11-22T00:00:00.000"
  function_arn      = "arn:aws:lambda:eu-central-1:123456789012:function:shop-dev-pusher:live"
  retries           = 5
  maximum_age       = "1 hour"
  failure_queue_arn = "arn:aws:sqs:eu-central-1:123456789012:shop-dev-pusher-failures"
  filters           = [jsonencode({ eventName = ["INSERT", "MODIFY"] })]
}
