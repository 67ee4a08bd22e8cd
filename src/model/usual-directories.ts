import { findImageName } from './image-name.ts';

/** Directories that practically every base image with a file system has. */
const COMMON_DIRECTORIES = new Set(
  '/ /bin /sbin /lib /etc /home /root /opt /srv /tmp /var /usr /usr/bin /usr/sbin /usr/lib /usr/local /usr/local/bin /usr/local/sbin /usr/local/lib /usr/share /var/lib /var/log /var/run /run /mnt /media'.split(
    ' ',
  ),
);

/** Directories of official images that people copy into. */
const IMAGE_DIRECTORIES: Readonly<Record<string, readonly string[]>> = {
  nginx: ['/usr/share/nginx', '/usr/share/nginx/html', '/etc/nginx', '/etc/nginx/conf.d'],
  httpd: ['/usr/local/apache2/htdocs', '/usr/local/apache2/conf'],
  tomcat: ['/usr/local/tomcat/webapps', '/usr/local/tomcat/conf', '/usr/local/tomcat/lib'],
  php: ['/var/www', '/var/www/html'],
  caddy: ['/etc/caddy', '/usr/share/caddy', '/srv'],
};

/** Whether images of this name most likely have a directory at an absolute path. */
export function isUsualDirectory(image: string, path: string): boolean {
  return COMMON_DIRECTORIES.has(path) || (IMAGE_DIRECTORIES[findImageName(image)] ?? []).includes(path);
}
