import { useEffect } from 'react';

export interface HeadProps {
  title: string;
  description: string;
  /** JSON-LD for search engines. */
  data?: object | undefined;
}

/** Title, description and JSON-LD of the page. */
export function Head({ title, description, data }: HeadProps) {
  useEffect(() => {
    document.title = `${title}, Vitrine`;
    document.querySelector('meta[name=description]')?.setAttribute('content', description);
  }, [title, description]);

  const json = data && JSON.stringify(data);
  useEffect(() => {
    if (json === undefined) return;
    const script = document.createElement('script');
    script.type = 'application/ld+json';
    script.textContent = json;
    document.head.append(script);
    return () => script.remove();
  }, [json]);

  return null;
}
