output "distribution" {
  description = "The distribution's id and ARN."
  value = {
    id  = aws_cloudfront_distribution.this.id
    arn = aws_cloudfront_distribution.this.arn
  }
}

output "origin" {
  description = "The site's address as browsers write it in Origin: https:// and the host's name."
  value       = "https://${var.domain == null ? aws_cloudfront_distribution.this.domain_name : var.domain.name}"
}
