locals {
  seconds = { second = 1, minute = 60, hour = 3600, day = 86400 }
  age     = var.maximum_age == null ? null : split(" ", var.maximum_age)
}

resource "aws_lambda_event_source_mapping" "this" {
  event_source_arn                   = var.stream_arn
  function_name                      = var.function_arn
  starting_position                  = "TRIM_HORIZON"
  batch_size                         = var.batch
  maximum_batching_window_in_seconds = 0
  parallelization_factor             = 1
  bisect_batch_on_function_error     = var.bisect
  maximum_retry_attempts             = var.retries
  maximum_record_age_in_seconds      = local.age == null ? -1 : tonumber(local.age[0]) * local.seconds[trimsuffix(local.age[1], "s")]
  function_response_types            = var.report_failures ? ["ReportBatchItemFailures"] : []

  dynamic "destination_config" {
    for_each = var.failure_queue_arn == null ? [] : [var.failure_queue_arn]

    content {
      on_failure {
        destination_arn = destination_config.value
      }
    }
  }

  dynamic "filter_criteria" {
    for_each = length(var.filters) == 0 ? [] : [var.filters]

    content {
      dynamic "filter" {
        for_each = filter_criteria.value

        content {
          pattern = filter.value
        }
      }
    }
  }
}
