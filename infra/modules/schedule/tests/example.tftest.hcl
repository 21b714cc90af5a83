run "example" {
  module {
    source = "./examples/basic"
  }

  assert {
    condition     = module.sweeper.name == "shop-dev-sweeper"
    error_message = "The schedule bears the name it was given."
  }
}

run "refuses_seconds" {
  command = plan

  variables {
    name       = "shop-dev-sweeper"
    every      = "30 seconds"
    target_arn = "arn:aws:lambda:eu-central-1:123456789012:function:shop-dev-sweeper:live"
  }

  expect_failures = [var.every]
}
