variables {
  package = "tests/example.tftest.hcl" # any file will do: what is in it is Lambda's affair
}

run "example" {
  module {
    source = "./examples/basic"
  }

  assert {
    condition     = module.catalog.alias.name == "live"
    error_message = "Callers use the alias live."
  }
}

run "may_do_nothing_but_log" {
  command = apply

  variables {
    name = "shop-dev-idle"
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Sid] == ["OwnLog"]
    error_message = "Without grants a function may write its own log and nothing else."
  }

  assert {
    condition     = length(aws_lambda_alias.at_once) == 1 && length(aws_lambda_alias.gradual) == 0
    error_message = "An alias is moved at once unless gradual."
  }
}

run "refuses_too_little_memory" {
  command = plan

  variables {
    name   = "shop-dev-idle"
    memory = 64
  }

  expect_failures = [var.memory]
}
