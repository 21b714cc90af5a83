variables {
  stream_arn   = "arn:aws:dynamodb:eu-central-1:123456789012:table/shop-dev-orders/stream/2026-11-22T00:00:00.000"
  function_arn = "arn:aws:lambda:eu-central-1:123456789012:function:shop-dev-pusher:live"
}

run "example" {
  module {
    source = "./examples/basic"
  }

  assert {
    condition     = module.orders_to_pusher.id != ""
    error_message = "The mapping has an id."
  }
}

run "retries_for_ever_unless_told" {
  command = plan

  assert {
    condition     = aws_lambda_event_source_mapping.this.maximum_retry_attempts == -1 && aws_lambda_event_source_mapping.this.maximum_record_age_in_seconds == -1
    error_message = "Nothing is given up unless told."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.this.starting_position == "TRIM_HORIZON"
    error_message = "A new mapping begins with the oldest record."
  }
}

run "refuses_to_give_up_silently" {
  command = plan

  variables {
    retries = 5
  }

  expect_failures = [var.failure_queue_arn]
}
