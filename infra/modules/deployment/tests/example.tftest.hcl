run "example" {
  module {
    source = "./examples/basic"
  }

  assert {
    condition     = module.deployment.groups == { catalog = "catalog" }
    error_message = "Each function has a deployment group of its own."
  }
}

run "refuses_a_pace_of_another_platform" {
  command = plan

  variables {
    name      = "shop-prod"
    functions = {}
    pace      = "CodeDeployDefault.OneAtATime"
  }

  expect_failures = [var.pace]
}
