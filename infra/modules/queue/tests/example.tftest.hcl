run "example" {
  module {
    source = "./examples/basic"
  }

  assert {
    condition     = endswith(module.failures.arn, ":shop-dev-pusher-failures")
    error_message = "The queue bears the name it was given."
  }
}

run "refuses_a_month" {
  command = plan

  variables {
    name      = "shop-dev-pusher-failures"
    keep_days = 30
  }

  expect_failures = [var.keep_days]
}
