output "arn" {
  description = "The web ACL's ARN, for the distribution."
  value       = aws_wafv2_web_acl.this.arn
}
