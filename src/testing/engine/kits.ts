import type { TarMember } from '../write-tar.ts';

/** What an image has beside the programs that all have. */
export interface Kit {
  /** As `docker import --change` takes them. */
  readonly changes: readonly string[];
  readonly members: readonly TarMember[];
}

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const COMMON = [`ENV PATH=${PATH}`, 'CMD ["sh"]'];

const GO: Kit = {
  changes: [`ENV PATH=/go/bin:/usr/local/go/bin:${PATH}`, 'ENV GOPATH=/go', 'WORKDIR /go', 'CMD ["sh"]'],
  members: [folder('go', 0o777), folder('go/src', 0o777), folder('go/bin', 0o777)],
};

const NGINX: Kit = {
  changes: [`ENV PATH=${PATH}`, 'EXPOSE 80', 'ENTRYPOINT ["/docker-entrypoint.sh"]', 'CMD ["nginx", "-g", "daemon off;"]'],
  members: [
    ...[folder('etc/nginx'), folder('etc/nginx/conf.d'), folder('usr/share/nginx'), folder('usr/share/nginx/html')],
    { name: 'docker-entrypoint.sh', mode: 0o755, content: '#!/bin/sh\nexec "$@"\n' },
    { name: 'etc/nginx/nginx.conf', content: 'events {}\nhttp { include /etc/nginx/conf.d/*.conf; }\n' },
    { name: 'etc/nginx/conf.d/default.conf', content: 'server { listen 80; root /usr/share/nginx/html; }\n' },
    { name: 'usr/share/nginx/html/index.html', content: '<h1>Welcome to nginx!</h1>\n' },
    { name: 'usr/share/nginx/html/50x.html', content: '<h1>An error occurred.</h1>\n' },
  ],
};

/** By name without registry of Docker Hub and tag. What matters is where files land and who owns them: `WORKDIR`, `ENV`, `USER`, directories. */
const KITS: Readonly<Record<string, Kit>> = {
  golang: GO,
  nginx: NGINX,
  'nginxinc/nginx-unprivileged': { ...NGINX, changes: [...NGINX.changes, 'EXPOSE 8080', 'USER 101'] },
  node: { changes: [COMMON[0] ?? '', 'CMD ["node"]'], members: [] },
  python: { changes: [COMMON[0] ?? '', 'CMD ["python3"]'], members: [] },
  php: {
    changes: [...COMMON, 'WORKDIR /var/www/html'],
    members: [folder('var/www'), { ...folder('var/www/html', 0o777), uid: 33, gid: 33 }],
  },
  httpd: {
    changes: [...COMMON, 'WORKDIR /usr/local/apache2', 'EXPOSE 80'],
    members: [folder('usr/local/apache2'), folder('usr/local/apache2/htdocs')],
  },
  tomcat: {
    changes: [...COMMON, 'WORKDIR /usr/local/tomcat', 'EXPOSE 8080'],
    members: [folder('usr/local/tomcat'), folder('usr/local/tomcat/webapps')],
  },
  gradle: { changes: [...COMMON, 'WORKDIR /home/gradle'], members: [folder('home/gradle')] },
  rust: {
    changes: [`ENV PATH=/usr/local/cargo/bin:${PATH}`, 'ENV CARGO_HOME=/usr/local/cargo', 'CMD ["sh"]'],
    members: [folder('usr/local/cargo', 0o777)],
  },
};

const PLAIN: Kit = { changes: COMMON, members: [] };

/** Images without additions that scripts name in `docker run` and `docker create`. */
const PLAIN_NAMES = new Set(
  (
    'alpine amazoncorretto bash buildpack-deps busybox caddy centos composer debian eclipse-temurin fedora gcc haskell java maven ' +
    'openjdk ruby swift ubuntu mcr.microsoft.com/dotnet/sdk mcr.microsoft.com/dotnet/aspnet mcr.microsoft.com/dotnet/runtime'
  ).split(' '),
);

/** The additions of an image; none for one that is not known. */
export function findKit(image: string): Kit {
  return KITS[stripName(image)] ?? PLAIN;
}

/** Whether the name is one of an image that is known. */
export function hasKit(image: string): boolean {
  const name = stripName(image);
  return name in KITS || PLAIN_NAMES.has(name) || isBare(image);
}

/** Whether the image has neither shell nor programs, as the distroless ones. */
export function isBare(image: string): boolean {
  return image.startsWith('gcr.io/distroless/');
}

/** Whether the image has no `/etc/passwd`: then only numbers are users. */
export function isNameless(image: string): boolean {
  return /no-?passwd/.test(image);
}

function stripName(image: string): string {
  return image.replace(/^(?:docker\.io\/)?(?:library\/)?/, '').replace(/[:@][^/]*$/, '');
}

function folder(name: string, mode = 0o755): TarMember {
  return { name, type: '5', mode };
}
