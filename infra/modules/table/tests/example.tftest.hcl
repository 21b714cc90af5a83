run "example" {
  module {
    source = "./examples/basic"
  }

  assert {
    condition     = length(module.orders.arns) == 2
    error_message = "A grant on the table has to cover its index."
  }

  assert {
    condition     = module.orders.stream_arn != null
    error_message = "A table with a stream has a stream's ARN."
  }
}

run "refuses_unknown_type" {
  command = plan

  variables {
    name = "shop-dev-orders"
    key  = { partition = "pk:X" }
  }

  expect_failures = [var.key]
}

run "refuses_unknown_stream" {
  command = plan

  variables {
    name   = "shop-dev-orders"
    key    = { partition = "pk:S" }
    stream = "everything"
  }

  expect_failures = [var.stream]
}

run "keeps_data_unless_told" {
  command = plan

  variables {
    name = "shop-dev-orders"
    key  = { partition = "pk:S" }
  }

  assert {
    condition     = aws_dynamodb_table.this.deletion_protection_enabled && one(aws_dynamodb_table.this.point_in_time_recovery).enabled
    error_message = "Protection is on unless someone turns it off."
  }
}
